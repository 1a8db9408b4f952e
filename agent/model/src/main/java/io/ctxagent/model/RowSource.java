package io.ctxagent.model;

/** The elements of a list, which are made one after the other in one object while they are written. Not thread-safe. */
@FunctionalInterface
public interface RowSource<R> {

    /**
     * Makes the next element.
     *
     * @param row holds the element before it; written over
     * @return false when there was none left; {@code row} has no meaning then
     */
    boolean next(R row);
}
