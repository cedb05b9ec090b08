// Finds what a module does as it is loaded, beyond defining things: for it, the whole text is parsed and what it may do is listed.
import ts from "typescript";

const { SyntaxKind: Kind } = ts;

const LITERALS = new Set([
  Kind.StringLiteral,
  Kind.NoSubstitutionTemplateLiteral,
  Kind.NumericLiteral,
  Kind.BigIntLiteral,
  Kind.RegularExpressionLiteral,
  Kind.TrueKeyword,
  Kind.FalseKeyword,
  Kind.NullKeyword,
  Kind.ArrowFunction,
  Kind.FunctionExpression,
]);

/** What is made of parts, and is a definition if each of them is. */
const PARTS = {
  [Kind.ArrayLiteralExpression]: ({ elements }) => elements,
  [Kind.BinaryExpression]: ({ left, right }) => [left, right],
  [Kind.ConditionalExpression]: ({ condition, whenTrue, whenFalse }) => [condition, whenTrue, whenFalse],
  [Kind.ParenthesizedExpression]: ({ expression }) => [expression],
  [Kind.PrefixUnaryExpression]: ({ operand }) => [operand],
  [Kind.PropertyAccessExpression]: ({ expression }) => [expression],
  [Kind.SpreadElement]: ({ expression }) => [expression],
  [Kind.TemplateExpression]: ({ templateSpans }) => templateSpans.map(({ expression }) => expression),
};

/** What the language itself brings; nothing of it tells of the runtime, the time or chance. */
const LANGUAGE = ["undefined", "Infinity", "NaN", "Object", "Array", "Symbol", "Error", "Map", "Set"];

/**
 * The statements of a module that are more than definitions, as text.
 *
 * @param {string} text the module
 * @param {Set<string>} calls what may be called all the same: a function as `Symbol.for`, a class as `new Set`, a method as `.map`
 */
export function deeds(text, calls) {
  const file = ts.createSourceFile("module.js", text, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  const known = new Set([...LANGUAGE, ...file.statements.flatMap(namesOf)]);
  return file.statements
    .filter((statement) => !isDefinition(statement, { known, calls }))
    .map((each) => each.getText());
}

/** The names that a statement of a module gives. */
function namesOf(statement) {
  if (ts.isImportDeclaration(statement)) {
    const { name, namedBindings } = statement.importClause ?? {};
    const bindings = namedBindings?.elements ?? [namedBindings];
    return [name, ...bindings.map((binding) => binding?.name)].filter(Boolean).map(({ text }) => text);
  }
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => bound(name));
  return statement.name === undefined ? [] : [statement.name.text];
}

const bound = (name) => (ts.isIdentifier(name) ? [name.text] : name.elements.flatMap((each) => bound(each.name)));

function isDefinition(statement, allowed) {
  if (ts.isImportDeclaration(statement)) return statement.importClause !== undefined;
  if (ts.isExportDeclaration(statement) || ts.isFunctionDeclaration(statement)) return true;
  if (ts.isExportAssignment(statement)) return isPure(statement.expression, allowed);
  if (ts.isClassDeclaration(statement)) return isPureClass(statement, allowed);
  if (ts.isExpressionStatement(statement))
    return ts.isCallExpression(statement.expression) && isPure(statement.expression, allowed);
  if (!ts.isVariableStatement(statement)) return false;
  return statement.declarationList.declarations.every(
    ({ name, initializer }) =>
      isPurePattern(name, allowed) && (initializer === undefined || isPure(initializer, allowed)),
  );
}

const isPurePattern = (name, allowed) =>
  ts.isIdentifier(name) ||
  name.elements.every(
    (each) => isPurePattern(each.name, allowed) && (!each.initializer || isPure(each.initializer, allowed)),
  );

/** Of a class, the base, the names in brackets and what is static happen at once. */
function isPureClass({ heritageClauses = [], members }, allowed) {
  const bases = heritageClauses.flatMap(({ types }) => types.map(({ expression }) => expression));
  return (
    bases.every((base) => isPure(base, allowed)) &&
    members.every((member) => {
      if (ts.isClassStaticBlockDeclaration(member) || !isPureName(member.name, allowed)) return false;
      const isField = ts.isPropertyDeclaration(member) && ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static;
      return !isField || member.initializer === undefined || isPure(member.initializer, allowed);
    })
  );
}

const isPureName = (name, allowed) =>
  name === undefined || !ts.isComputedPropertyName(name) || isPure(name.expression, allowed);

function isPure(node, allowed) {
  if (LITERALS.has(node.kind)) return true;
  if (ts.isIdentifier(node)) return allowed.known.has(node.text);
  if (ts.isClassExpression(node)) return isPureClass(node, allowed);
  if (ts.isObjectLiteralExpression(node)) return node.properties.every((each) => isPureMember(each, allowed));
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return isAllowedCall(node, allowed);
  return !changes(node) && (PARTS[node.kind]?.(node).every((part) => isPure(part, allowed)) ?? false);
}

function isAllowedCall(node, allowed) {
  const { expression: called, arguments: given = [] } = node;
  const name = `${ts.isNewExpression(node) ? "new " : ""}${called.getText()}`;
  const isMethod = () =>
    ts.isPropertyAccessExpression(called) &&
    allowed.calls.has(`.${called.name.text}`) &&
    isPure(called.expression, allowed);
  return (allowed.calls.has(name) || isMethod()) && given.every((argument) => isPure(argument, allowed));
}

/** `a = 1` and `++a` are written like `a == 1` and `-a`. */
const changes = ({ operatorToken, operator }) =>
  (operatorToken && ts.isAssignmentOperator(operatorToken.kind)) ||
  operator === Kind.PlusPlusToken ||
  operator === Kind.MinusMinusToken;

function isPureMember(member, allowed) {
  if (!isPureName(member.name, allowed)) return false;
  if (ts.isShorthandPropertyAssignment(member)) return allowed.known.has(member.name.text);
  if (ts.isPropertyAssignment(member)) return isPure(member.initializer, allowed);
  return ts.isSpreadAssignment(member) ? isPure(member.expression, allowed) : true;
}
