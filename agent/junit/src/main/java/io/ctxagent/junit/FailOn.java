package io.ctxagent.junit;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.ExtensionContext;

/** From which severity on a finding fails its test: the configuration parameter {@value #KEY}. */
enum FailOn {
    ERROR,
    WARNING,
    NONE;

    static final String KEY = "ctx.junit.fail-on";

    private static final AtomicBoolean COMPLAINED = new AtomicBoolean();

    static FailOn of(ExtensionContext test) {
        String given = test.getConfigurationParameter(KEY).orElse("error");
        for (FailOn each : values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(given)) {
                return each;
            }
        }
        if (COMPLAINED.compareAndSet(false, true)) {
            System.err.println("ctx-junit: " + KEY + "=" + given + " is not error, warning or none; using error");
        }
        return ERROR;
    }

    boolean fails(Leak leak) {
        return switch (this) {
            case ERROR -> leak.severity().equals("error");
            case WARNING -> !leak.severity().equals("note");
            case NONE -> false;
        };
    }
}
