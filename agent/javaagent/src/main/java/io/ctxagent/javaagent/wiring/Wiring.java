package io.ctxagent.javaagent.wiring;

import io.ctxagent.boot.Family;
import io.ctxagent.boot.Settings;
import io.ctxagent.instrument.Installer;
import java.io.File;
import java.lang.instrument.Instrumentation;

/** The agent's parts and what each is given: the architecture as code. */
final class Wiring {

    private final AgentOptions options;
    private final boolean atStartup;
    private final Instrumentation instrumentation;
    private final Installer installer;

    Wiring(AgentOptions options, Instrumentation instrumentation, boolean atStartup) {
        this.options = options;
        this.atStartup = atStartup;
        this.instrumentation = instrumentation;
        this.installer = new Installer(instrumentation, Runtime.version().feature());
    }

    void install() throws Exception {
        if (!atStartup) {
            LoadedApis.adopt(instrumentation);
        }
        settle();
        installer.install(!atStartup);
    }

    private void settle() {
        Settings.enforce = options.enforce();
        Settings.propagate = options.propagate();
        Settings.graceNanos = options.graceNanos();
        for (Family family : Family.all()) {
            family.switchOff(options.switchedOff().contains(family.id()));
        }
        Family.PROPAGATE.switchOff(false);
    }

    void answer(File reply) {}
}
