package io.ctxagent.instrument;

import java.util.Set;

/**
 * Methods of drivers and pools that get one piece of advice, whatever their parameters.
 *
 * @param advice the class that holds the advice
 * @param methods their names
 */
public record JdbcHook(Class<?> advice, Set<String> methods) {

    public JdbcHook(Class<?> advice, String... methods) {
        this(advice, Set.of(methods));
    }
}
