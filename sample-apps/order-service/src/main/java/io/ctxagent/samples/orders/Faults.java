package io.ctxagent.samples.orders;

import io.ctxagent.context.Context;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** Which faults this service has; each {@link Leak} that was not asked for is nothing. */
final class Faults {

    private final Map<Leak, Fault> planted = new EnumMap<>(Leak.class);

    /** Plants {@code leaks} in a service with that root context and warehouse. */
    Faults(Set<Leak> leaks, Context service, int warehousePort) {
        for (Leak leak : leaks) {
            planted.put(
                    leak,
                    switch (leak) {
                        case UNCANCELLED -> new UncancelledLeak(service);
                        case ORPHAN_THREAD -> new OrphanThreadLeak();
                        case UNBOUNDED_IO -> new UnboundedIoLeak(service, warehousePort);
                        case IGNORED_CANCEL -> new IgnoredCancelLeak();
                    });
        }
    }

    /** The fault that waits where {@code leak} does its harm. */
    Fault at(Leak leak) {
        return planted.getOrDefault(leak, Fault.NONE);
    }
}
