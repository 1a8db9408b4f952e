package io.ctxagent.junit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;

/** Who says nothing gets our extension and no other; who says something is obeyed. */
class RegistrationTest {

    private String before;

    @BeforeEach
    void nobodyHasSaidAnything() {
        before = System.getProperty(Registration.ENABLED);
        System.clearProperty(Registration.ENABLED);
        System.clearProperty(Registration.INCLUDE);
    }

    @AfterEach
    void restore() {
        System.clearProperty(Registration.INCLUDE);
        if (before != null) {
            System.setProperty(Registration.ENABLED, before);
        } else {
            System.clearProperty(Registration.ENABLED);
        }
    }

    private static void discover(String... parameter) {
        LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request();
        if (parameter.length > 0) {
            request.configurationParameter(parameter[0], parameter[1]);
        }
        new Registration().launcherDiscoveryStarted(request.build());
    }

    @Test
    void byDefaultOursAlone() {
        discover();
        assertThat(System.getProperty(Registration.ENABLED)).isEqualTo("true");
        assertThat(System.getProperty(Registration.INCLUDE)).isEqualTo(LeakCheck.class.getName());
    }

    @Test
    void whoHasSwitchedItOnKeepsAllOfTheirs() {
        discover(Registration.ENABLED, "true");
        assertThat(System.getProperty(Registration.INCLUDE)).isNull();
    }

    @Test
    void whoHasSwitchedItOffIsObeyed() {
        discover(Registration.ENABLED, "false");
        assertThat(System.getProperty(Registration.ENABLED)).isNull();
    }

    @Test
    void aFilterOfTheirsIsLeftAlone() {
        discover(Registration.INCLUDE, "shop.*");
        assertThat(System.getProperty(Registration.INCLUDE)).isNull();
    }
}
