package io.ctxagent.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One bug, however many times it shows.
 *
 * @param rule {@code CTX101}
 * @param slug {@code uncancelled-context}
 * @param severity {@code error}, {@code warning} or {@code note}
 * @param origin {@code application}, {@code library} or {@code jdk}: whose code made it
 * @param fingerprint 16 hex digits that stay the same over line shifts, runs and JDKs
 * @param count how many contexts or threads show it
 * @param oldestMillis the age of the oldest of them
 * @param contexts ids of the contexts that show it
 * @param threads ids of the threads that show it
 * @param site where to look first in the code; null when no application frame is known
 * @param message one sentence: what is wrong
 * @param fix one sentence: what to do
 * @param tests the tests that it was seen in
 */
public record Finding(
        String rule,
        String slug,
        String severity,
        String origin,
        String fingerprint,
        int count,
        long oldestMillis,
        List<String> contexts,
        List<Long> threads,
        @Nullable String site,
        String message,
        String fix,
        List<String> tests) {

    public Finding {
        contexts = contexts instanceof ContextIds ? contexts : List.copyOf(contexts);
        threads = List.copyOf(threads);
        tests = List.copyOf(tests);
    }
}
