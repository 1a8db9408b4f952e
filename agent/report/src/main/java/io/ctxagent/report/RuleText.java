package io.ctxagent.report;

/**
 * What a rule means, in words that need no target.
 *
 * @param id {@code CTX101}
 * @param slug {@code uncancelled-context}
 * @param severity by default: {@code error}, {@code warning} or {@code note}
 * @param means when it is reported, and why that hurts
 * @param ignores what looks like it and is not reported
 * @param fix how to mend the code
 */
public record RuleText(String id, String slug, String severity, String means, String ignores, String fix) {}
