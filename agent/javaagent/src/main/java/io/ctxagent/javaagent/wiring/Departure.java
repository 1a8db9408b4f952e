package io.ctxagent.javaagent.wiring;

import io.ctxagent.boot.BlockedCall;
import io.ctxagent.boot.Bridge;
import io.ctxagent.instrument.Installer;
import io.ctxagent.javaagent.exit.ExitWatch;
import io.ctxagent.model.wire.Detached;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the agent out of a running application, in the order in which nothing is missed: new calls stop obeying, classes get
 * their own bytes back, and calls that were blocked stay registered until they end.
 */
final class Departure {

    private static final List<String> STAYS = List.of(
            "the bridge: " + BootClasses.IN_ORDER.length
                    + " small classes of io.ctxagent.boot in the bootstrap loader, which no hook calls any more",
            "three entry classes and ctx-agent.jar on the application's class path, which the JVM holds open");

    private Departure() {}

    static Detached of(Installer installer, @Nullable ExitWatch exit) {
        Bridge.disconnect();
        Installer.Removal removal = installer.remove();
        if (exit != null) {
            exit.remove();
        }
        return new Detached(
                removal.restored(), removal.left(), BlockedCall.active().size(), STAYS);
    }
}
