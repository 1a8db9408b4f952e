package io.ctxagent.instrument.cache;

/**
 * What weaving a class did to one hook: a line of the install report.
 *
 * @param family the family's id
 * @param expected the hook's line before its class was woven, {@code java.lang.Thread.join}
 * @param target the line that takes its place; the same where the hook names one method
 * @param bound whether the advice is in; false where this JDK has no such method
 */
public record Outcome(String family, String expected, String target, boolean bound) {}
