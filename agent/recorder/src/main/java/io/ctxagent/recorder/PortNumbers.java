package io.ctxagent.recorder;

import io.ctxagent.boot.Port;
import java.util.Map;
import java.util.WeakHashMap;

/** Tells the copies of the API apart for the life of the JVM, also when one of them has gone. Thread-safe. */
final class PortNumbers {

    private final Map<Port, Integer> numbers = new WeakHashMap<>();
    private int last;

    /** What follows the number in an id: nothing for the first copy, {@code @2} for the second. */
    synchronized String suffix(Port port) {
        Integer number = numbers.get(port);
        if (number == null) {
            number = ++last;
            numbers.put(port, number);
        }
        return number == 1 ? "" : "@" + number;
    }
}
