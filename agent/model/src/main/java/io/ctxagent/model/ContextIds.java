package io.ctxagent.model;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * Ids of contexts, {@code c17}, that are numbers until somebody reads them: a leak of a hundred thousand contexts is one finding with
 * as many ids. Immutable.
 */
public final class ContextIds extends AbstractList<String> implements RandomAccess {

    private final long[] numbers;
    private final String suffix;

    private ContextIds(long[] numbers, String suffix) {
        this.numbers = numbers;
        this.suffix = suffix;
    }

    /**
     * @param numbers belongs to the list from here on
     * @param suffix what is behind the number in each of them: empty, or which copy of the API it belongs to
     */
    public static ContextIds of(long[] numbers, String suffix) {
        return new ContextIds(numbers, suffix);
    }

    /** What is behind the number in each of them. */
    public String suffix() {
        return suffix;
    }

    /** The number in the id at {@code index}. */
    public long number(int index) {
        return numbers[index];
    }

    @Override
    public String get(int index) {
        return "c" + numbers[Objects.checkIndex(index, numbers.length)] + suffix;
    }

    @Override
    public int size() {
        return numbers.length;
    }
}
