package io.ctxagent.javaagent.wiring;

/** Lets a test of another package see the list. */
public final class BridgeOrder {

    private BridgeOrder() {}

    public static String[] names() {
        return BootClasses.IN_ORDER.clone();
    }
}
