// Types of the parameters and the reply of any action, by its name. All entries share their declarations, in both module forms.

/**
 * A parameter of any action. Objects and arrays for a parameter that the service takes as JSON text are sent so, arrays for one that it
 * takes with commas, too. Others are flattened as the vendor's clients do: `{ Tag: [{ Key: "a" }] }` is sent as `Tag.1.Key`.
 */
export type ActionParam =
  | string
  | number
  | bigint
  | boolean
  | undefined
  | readonly ActionParam[]
  | { readonly [name: string]: ActionParam };

/** The parameters of any action, by the vendor's names. At most 64 KB and 8 levels in all. */
export type ActionParams = { readonly [name: string]: ActionParam };

/** The types of actions by their names. `import type {} from "apsara-live/actions"` fills it with all actions of the service. */
// biome-ignore lint/suspicious/noEmptyInterface: modules augment it
export interface ActionTypes {}

/** An action that {@link ActionTypes} lacks. */
interface UntypedAction {
  readonly params: ActionParams;
  readonly reply: unknown;
}

/** The types of an action. Keyed by the name: a constraint of `Action` by all names costs the compiler 20 times more. */
export type EntryOf<Action> = Action extends keyof ActionTypes ? ActionTypes[Action] : UntypedAction;

/** The parameters of an action. */
export type ParamsOf<Action> = EntryOf<Action> extends { readonly params: infer Params } ? Params : never;

/** The reply of an action. */
export type ReplyOf<Action> = EntryOf<Action> extends { readonly reply: infer Reply } ? Reply : never;

/** A known name, for completion, or any other name. */
export type ActionName<Action> = Action | (keyof ActionTypes & string);

/**
 * The arguments after the name of an action: parameters with an obligatory member have to be given. Those of an action without types
 * may be of any interface whose members can be sent.
 */
export type ActionArguments<Action, Params, Options> = Action extends keyof ActionTypes
  ? // biome-ignore lint/complexity/noBannedTypes: `{}` is assignable to a type without an obligatory member
    {} extends ParamsOf<Action>
    ? [params?: ParamsOf<Action>, options?: Options]
    : [params: ParamsOf<Action>, options?: Options]
  : [params?: Params extends readonly unknown[] ? never : Params & Sendable<Params>, options?: Options];

/** A type with `never` in the place of each value that cannot be sent: `null`, a function, an instance such as a `Date`. */
type Sendable<Value> = Value extends string | number | bigint | boolean | undefined
  ? Value
  : Value extends readonly (infer Item)[]
    ? readonly Sendable<Item>[]
    : Value extends ((...args: never) => unknown) | { toJSON(...args: never): unknown }
      ? never
      : Value extends object
        ? { readonly [Key in keyof Value]: Sendable<Value[Key]> }
        : never;

/** The reply that the caller names, or, in place of `never`, the reply of the action. */
export type ReplyFor<Reply, Action> = [Reply] extends [never] ? ReplyOf<Action> : Reply;
