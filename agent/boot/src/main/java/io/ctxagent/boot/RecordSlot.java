package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/**
 * The slot as a field of the thread's record: hooks need both, and a thread-local of its own would be one more to look for in
 * each of them. For those who write and read it, the API among them, it is a {@link ThreadLocal} like any other; only that its
 * value does not stand in the thread's map under its own name ({@link Current#HOLDER}).
 */
final class RecordSlot extends ThreadLocal<Object> {

    @Override
    @SuppressWarnings("NullAway") // a slot may be empty
    public Object get() {
        ThreadRecord record = ThreadRecord.peek();
        return record == null ? null : record.slot;
    }

    @Override
    public void set(@Nullable Object context) {
        ThreadRecord record = context == null ? ThreadRecord.peek() : ThreadRecord.current();
        if (record != null) {
            record.turnTo(context);
        }
    }

    @Override
    @SuppressWarnings("NullAway") // a slot may be empty
    public void remove() {
        set(null);
    }
}
