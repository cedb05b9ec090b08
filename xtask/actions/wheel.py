"""Reads the vendor's Python client, a wheel, and writes its facts about actions as JSON: names, types and numbers, no sentence.

    python3 wheel.py WHEEL

The modules are parsed, and nothing of the wheel is executed.
"""

import ast
import json
import sys
import zipfile

SCALARS = {"str": "string", "int": "int", "bool": "bool", "float": "float", "Any": "any", "bytes": "string"}
REQUIRED = "This parameter is required."


def main(path):
    with zipfile.ZipFile(path) as wheel:
        package = next(name for name in wheel.namelist() if name.endswith("/client.py")).rsplit("/", 1)[0]
        models = {}
        for name in wheel.namelist():
            if name.startswith(f"{package}/models/") and name.endswith(".py"):
                models.update(models_of(wheel.read(name).decode()))
        actions = actions_of(wheel.read(f"{package}/client.py").decode(), models)
    json.dump(dict(sorted(actions.items())), sys.stdout, sort_keys=True)


def models_of(text):
    """The models of a module, each as a map from the attribute to the annotation, the wire's name and "required"."""
    lines = text.split("\n")
    models = {}
    for node in ast.parse(text).body:
        if not isinstance(node, ast.ClassDef):
            continue
        methods = {item.name: item for item in node.body if isinstance(item, ast.FunctionDef)}
        if "__init__" not in methods or "from_map" not in methods:
            continue
        args = methods["__init__"].args.args[1:]
        fields = {arg.arg: {"type": arg.annotation, "required": False} for arg in args}
        for statement in methods["__init__"].body:
            if isinstance(statement, ast.Assign) and statement.targets[0].attr in fields:
                fields[statement.targets[0].attr]["required"] = REQUIRED in comment_before(lines, statement.lineno - 1)
        for statement in ast.walk(methods["from_map"]):
            # `if m.get('AppId') is not None:`, and `self.app_id` in its body.
            if isinstance(statement, ast.If) and isinstance(statement.test, ast.Compare):
                fields[attribute_of_self(statement)]["name"] = statement.test.left.args[0].value
        models[node.name] = fields
    return models


def attribute_of_self(statement):
    attributes = (node for node in ast.walk(statement) if isinstance(node, ast.Attribute))
    return next(node.attr for node in attributes if name_of(node.value) == "self")


def comment_before(lines, number):
    """The comment that stands right above a line."""
    first = number
    while lines[first - 1].strip().startswith("#"):
        first -= 1
    return [line.strip().lstrip("# ") for line in lines[first:number]]


def key_of(node):
    """`(variable, key)` of an assignment to `variable['key']`."""
    if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Subscript):
        return None
    target = node.targets[0]
    if isinstance(target.value, ast.Name) and isinstance(target.slice, ast.Constant):
        return (target.value.id, target.slice.value)
    return None


def actions_of(text, models):
    actions = {}
    client = next(node for node in ast.parse(text).body if isinstance(node, ast.ClassDef))
    for method in client.body:
        if isinstance(method, ast.FunctionDef) and method.name.endswith("with_options"):
            name, facts = action_of(method, models)
            actions[name] = facts
    return actions


def action_of(method, models):
    params = {keyword.arg: keyword.value for keyword in call_of(method, "Params").keywords}
    action = params["action"].value
    styles = {}
    in_body = set()
    for node in ast.walk(method):
        if isinstance(node, ast.Call) and name_of(node.func) == "array_to_string_with_specified_style":
            styles[node.args[1].value] = node.args[2].value
        key = key_of(node)
        if key and key[0] == "body":
            in_body.add(key[1])
    request = next(arg.annotation for arg in method.args.args if arg.arg in ("request", "tmp_req"))
    facts = {"method": params["method"].value, "params": {}}
    for field in models[name_of(request)].values():
        param = member_of(field, models)
        name = field["name"]
        if name in styles:
            param["style"] = styles[name]
        elif not isinstance(param["type"], str):
            param["style"] = "flat"
        if name in in_body:
            param["in"] = "body"
        facts["params"][name] = param
    facts["reply"] = members_of(f"{action}ResponseBody", models)
    return action, facts


def call_of(method, name):
    return next(node for node in ast.walk(method) if isinstance(node, ast.Call) and name_of(node.func) == name)


def name_of(node):
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", None)


def members_of(model, models):
    return {field["name"]: member_of(field, models) for field in models[model].values()}


def member_of(field, models):
    member = {"type": type_of(field["type"], models)}
    if field["required"]:
        member["required"] = True
    return member


def type_of(annotation, models):
    if isinstance(annotation, ast.Subscript):
        if name_of(annotation.value) == "List":
            return {"list": type_of(annotation.slice, models)}
        return {"map": type_of(annotation.slice.elts[1], models)}
    name = name_of(annotation)
    return SCALARS[name] if name in SCALARS else {"obj": members_of(name, models)}


main(sys.argv[1])
