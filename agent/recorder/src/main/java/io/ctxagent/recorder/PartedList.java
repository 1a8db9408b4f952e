package io.ctxagent.recorder;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * A list that only grows, in parts of a few kilobytes. No part is ever copied, so a hundred thousand elements leave nothing behind, and
 * none is an array that the collector calls large. Not thread-safe.
 */
final class PartedList<E> extends AbstractList<E> implements RandomAccess {

    private static final int BITS = 10;
    private static final int LENGTH = 1 << BITS;

    private final List<@Nullable Object[]> parts = new ArrayList<>();
    private int size;

    @Override
    public boolean add(E element) {
        int at = size & LENGTH - 1;
        if (at == 0) {
            parts.add(new @Nullable Object[LENGTH]);
        }
        parts.get(size >>> BITS)[at] = element;
        size++;
        return true;
    }

    @Override
    @SuppressWarnings("unchecked") // add() puts nothing else there
    public E get(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        return (E) parts.get(index >>> BITS)[index & LENGTH - 1];
    }

    @Override
    public int size() {
        return size;
    }
}
