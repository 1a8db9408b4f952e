package io.ctxagent.recorder;

import io.ctxagent.boot.Port;
import io.ctxagent.boot.Ports;
import io.ctxagent.model.wire.CancelReply.Outcome;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Cancels a context by the id that snapshots give it: {@code c17}, or {@code c17@2} in the second copy of the API. */
final class CancelById {

    private static final Pattern ID = Pattern.compile("c([1-9]\\d{0,18})(@\\d+)?");

    private final PortNumbers numbers;

    CancelById(PortNumbers numbers) {
        this.numbers = numbers;
    }

    Outcome cancel(String id, Throwable cause, boolean rehearse) {
        Matcher matcher = ID.matcher(id);
        if (!matcher.matches()) {
            return Outcome.NOT_LIVE;
        }
        long number;
        try {
            number = Long.parseLong(matcher.group(1));
        } catch (NumberFormatException e) {
            return Outcome.NOT_LIVE;
        }
        String copy = matcher.group(2);
        for (Port port : Ports.all()) {
            if (numbers.suffix(port).equals(copy == null ? "" : copy)) {
                return cancel(port, number, cause, rehearse);
            }
        }
        return Outcome.NOT_LIVE;
    }

    private static Outcome cancel(Port port, long number, Throwable cause, boolean rehearse) {
        SeenContext found = find(port, number);
        if (found == null || !found.live()) {
            return Outcome.NOT_LIVE;
        }
        if (found.neverDone()) {
            return Outcome.NEVER_DONE;
        }
        if (rehearse) {
            return Outcome.CANCELABLE;
        }
        return port.cancel(number, cause) ? Outcome.CANCELED : Outcome.NOT_LIVE;
    }

    private static @Nullable SeenContext find(Port port, long number) {
        @Nullable SeenContext[] found = new SeenContext[1];
        port.walk(row -> {
            if (Long.valueOf(number).equals(row[Port.ID])) {
                found[0] = SeenContext.of(row, "");
            }
        });
        return found[0];
    }
}
