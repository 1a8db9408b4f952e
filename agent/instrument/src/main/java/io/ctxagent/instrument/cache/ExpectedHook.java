package io.ctxagent.instrument.cache;

/**
 * One hook of the list, as far as a start from the cache needs it.
 *
 * @param family the family's id
 * @param type binary name of the class
 * @param target its line in the install report
 */
public record ExpectedHook(String family, String type, String target) {}
