package io.ctxagent.junit;

import java.util.Optional;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.launcher.LauncherDiscoveryListener;
import org.junit.platform.launcher.LauncherDiscoveryRequest;

/**
 * Makes the jar on the class path enough. JUnit looks for listeners like this one by itself, but for extensions only when
 * {@value #ENABLED} says so, which it does not by default. Where nobody has said anything, this says it, and for our own
 * extension alone. A system property, because JUnit asks for these last before its properties file, which is the user's.
 */
public final class Registration implements LauncherDiscoveryListener {

    static final String ENABLED = "junit.jupiter.extensions.autodetection.enabled";
    static final String INCLUDE = "junit.jupiter.extensions.autodetection.include";

    private static boolean told;

    /** Made by JUnit. */
    public Registration() {}

    @Override
    public void launcherDiscoveryStarted(LauncherDiscoveryRequest request) {
        ConfigurationParameters given = request.getConfigurationParameters();
        Optional<String> enabled = given.get(ENABLED);
        if (enabled.isEmpty()) {
            System.setProperty(ENABLED, "true");
            if (given.get(INCLUDE).isEmpty()) {
                System.setProperty(INCLUDE, LeakCheck.class.getName());
            }
        } else if (!Boolean.parseBoolean(enabled.get().trim())) {
            tell();
        }
    }

    private static synchronized void tell() {
        if (!told) {
            told = true;
            System.err.println("ctx-junit: " + ENABLED + " is false here, so no test is checked for leaks");
        }
    }
}
