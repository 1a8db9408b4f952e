package io.ctxagent.javaagent.wiring;

import io.ctxagent.boot.Bridge;

/** Asks the bridge, once it is there. Apart from {@link BootClasses}, which is verified before that. */
final class BridgeBuild {

    private BridgeBuild() {}

    /** The build that the bridge is of; {@code mine} when nobody has said before. */
    static String kept(String mine) {
        return Bridge.build(mine);
    }
}
