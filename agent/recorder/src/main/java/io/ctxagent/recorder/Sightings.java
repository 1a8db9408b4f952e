package io.ctxagent.recorder;

import io.ctxagent.boot.BlockedCall;
import io.ctxagent.boot.ThreadStart;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one look and the raw objects that they lead to, seen before the tree is walked. In columns as {@link ContextTable}
 * has them: most threads of a multitude lead to nothing but a call and a context. Not thread-safe.
 */
final class Sightings {

    private static final int BITS = 8;
    private static final int LENGTH = 1 << BITS;

    private final List<Block> blocks = new ArrayList<>();
    private int size;
    private int passedOver;
    private int usersPassedOver;

    /** What few threads carry. */
    record Notes(
            @Nullable ThreadStart start,
            @Nullable Object ends,
            @Nullable Object loss) {}

    private static final class Block {
        final Thread[] thread = new Thread[LENGTH];

        // Where one has it.
        @Nullable
        BlockedCall @Nullable [] call;

        @Nullable
        Object @Nullable [] context;

        @Nullable
        Object @Nullable [] origin;

        @Nullable
        Notes @Nullable [] notes;
    }

    /** @param notes null where it has none */
    void add(
            Thread thread,
            @Nullable BlockedCall call,
            @Nullable Object context,
            @Nullable Object origin,
            @Nullable Notes notes) {
        int at = size & LENGTH - 1;
        if (at == 0) {
            blocks.add(new Block());
        }
        Block block = blocks.get(size >>> BITS);
        size++;
        block.thread[at] = thread;
        if (call != null) {
            block.call = block.call == null ? new @Nullable BlockedCall[LENGTH] : block.call;
            block.call[at] = call;
        }
        if (context != null) {
            block.context = block.context == null ? new @Nullable Object[LENGTH] : block.context;
            block.context[at] = context;
        }
        if (origin != null) {
            block.origin = block.origin == null ? new @Nullable Object[LENGTH] : block.origin;
            block.origin[at] = origin;
        }
        if (notes != null) {
            block.notes = block.notes == null ? new @Nullable Notes[LENGTH] : block.notes;
            block.notes[at] = notes;
        }
    }

    /** One that leads to nothing, and that there is no room for. */
    void passOver(boolean user) {
        passedOver++;
        usersPassedOver += user ? 1 : 0;
    }

    int size() {
        return size;
    }

    /** How many virtual threads were passed over. */
    int passedOver() {
        return passedOver;
    }

    /** How many of them are the application's. */
    int usersPassedOver() {
        return usersPassedOver;
    }

    Thread thread(int which) {
        return blocks.get(which >>> BITS).thread[which & LENGTH - 1];
    }

    /** The call that a hook has registered. */
    @Nullable
    BlockedCall call(int which) {
        return at(blocks.get(which >>> BITS).call, which);
    }

    /** What it runs under. */
    @Nullable
    Object context(int which) {
        return at(blocks.get(which >>> BITS).context, which);
    }

    /** What it was started under. */
    @Nullable
    Object origin(int which) {
        return at(blocks.get(which >>> BITS).origin, which);
    }

    @Nullable
    Notes notes(int which) {
        return at(blocks.get(which >>> BITS).notes, which);
    }

    private static <T> @Nullable T at(@Nullable T @Nullable [] column, int which) {
        return column == null ? null : column[which & LENGTH - 1];
    }
}
