// What the settings of the editor are to the server.

/** The settings of the section `ravelin`, as the editor has them. */
export interface Settings {
  get<T>(name: string, otherwise: T): T;
}

/** What the server is given when it starts, and when settings change. */
export interface Options {
  minSeverity: string;
  checks: string[];
  skipChecks: string[];
  config: string | null;
  codeLens: boolean;
  exceptions: { reason: string | null; days: number };
}

/** The options that settings stand for. What is of another type than it should be counts as not there. */
export function optionsOf(settings: Settings): Options {
  return {
    minSeverity: text(settings, "minSeverity") ?? "info",
    checks: texts(settings, "checks"),
    skipChecks: texts(settings, "skipChecks"),
    config: text(settings, "config"),
    codeLens: settings.get<unknown>("codeLens", false) === true,
    exceptions: { reason: text(settings, "exceptions.reason"), days: days(settings) },
  };
}

function text(settings: Settings, name: string): string | null {
  const value = settings.get<unknown>(name, "");
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

function texts(settings: Settings, name: string): string[] {
  const values = settings.get<unknown>(name, []);
  return Array.isArray(values) ? values.filter((value): value is string => typeof value === "string") : [];
}

function days(settings: Settings): number {
  const value = settings.get<unknown>("exceptions.days", 90);
  return typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : 90;
}
