// What the settings of the editor are to the server.

/** The settings of the section `ravelin`, as the editor has them. */
export interface Settings {
  get<T>(name: string, otherwise: T): T;
}

/** What the server is given when it starts, and when settings change. Null is what nobody has set. */
export interface Options {
  minSeverity: string | null;
  checks: string[] | null;
  skipChecks: string[];
  configuration: string | null;
  codeLens: boolean;
  exceptions: { reason: string | null; owner: string | null; days: number | null };
}

/** The options that settings stand for. What is of another type than it should be counts as not set. */
export function optionsOf(settings: Settings): Options {
  const checks = texts(settings, "checks");
  return {
    minSeverity: text(settings, "minSeverity"),
    checks: checks.length > 0 ? checks : null,
    skipChecks: texts(settings, "skipChecks"),
    configuration: text(settings, "configuration"),
    codeLens: settings.get<unknown>("codeLens", false) === true,
    exceptions: {
      reason: text(settings, "exceptions.reason"),
      owner: text(settings, "exceptions.owner"),
      days: days(settings),
    },
  };
}

function text(settings: Settings, name: string): string | null {
  const value = settings.get<unknown>(name, null);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

function texts(settings: Settings, name: string): string[] {
  const values = settings.get<unknown>(name, []);
  return Array.isArray(values) ? values.filter((value): value is string => typeof value === "string") : [];
}

function days(settings: Settings): number | null {
  const value = settings.get<unknown>("exceptions.days", null);
  return typeof value === "number" && Number.isInteger(value) && value > 0 ? value : null;
}
