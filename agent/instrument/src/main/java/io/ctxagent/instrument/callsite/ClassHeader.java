package io.ctxagent.instrument.callsite;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a class file says of itself, read by hand: what it extends and implements, and whether it declares methods of certain
 * names. Some microseconds, where a parser takes a hundred. Format: Java Virtual Machine Specification, chapter 4.
 */
public final class ClassHeader {

    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;

    private final byte[] bytes;
    private final int[] constants;
    private final int header;

    /**
     * @throws IndexOutOfBoundsException when this is not a class file
     */
    public ClassHeader(byte[] classFile) {
        bytes = classFile;
        constants = new int[unsigned(8)];
        int at = 10;
        for (int i = 1; i < constants.length; i++) {
            constants[i] = at;
            int tag = bytes[at];
            at += tag == UTF8 ? 3 + unsigned(at + 1) : 1 + ConstantPool.size(tag);
            if (tag == LONG || tag == DOUBLE) {
                i++;
            }
        }
        header = at;
    }

    /** Internal name of the class that it extends; null for Object. */
    public @Nullable String superclass() {
        int index = unsigned(header + 4);
        return index == 0 ? null : className(index);
    }

    /** Internal names of the interfaces that it names itself. */
    public List<String> interfaces() {
        List<String> names = new ArrayList<>();
        for (int i = 0, count = unsigned(header + 6); i < count; i++) {
            names.add(className(unsigned(header + 8 + 2 * i)));
        }
        return names;
    }

    /** Whether it declares a method with one of these names. */
    public boolean declaresAny(Set<String> names) {
        return findsMethod(names, null);
    }

    /** Whether it declares a method with one of these names whose result is of one of these types, {@code Ljava/sql/ResultSet;}. */
    public boolean declaresAny(Set<String> names, Set<String> results) {
        return findsMethod(names, results);
    }

    private boolean findsMethod(Set<String> names, @Nullable Set<String> results) {
        int at = skipMembers(header + 8 + 2 * unsigned(header + 6), null, null);
        return skipMembers(at, names, results) < 0;
    }

    /** Passes over a table of fields or methods; -1 as soon as a member has one of the names, and of the results. */
    private int skipMembers(int from, @Nullable Set<String> names, @Nullable Set<String> results) {
        int at = from + 2;
        for (int i = 0, count = unsigned(from); i < count; i++) {
            if (names != null
                    && names.contains(text(unsigned(at + 2)))
                    && (results == null || results.contains(result(unsigned(at + 4))))) {
                return -1;
            }
            int attributes = unsigned(at + 6);
            at += 8;
            for (int a = 0; a < attributes; a++) {
                at += 6 + (unsigned(at + 2) << 16 | unsigned(at + 4));
            }
        }
        return at;
    }

    private String result(int descriptor) {
        String text = text(descriptor);
        return text.substring(text.indexOf(')') + 1);
    }

    private String className(int index) {
        return text(unsigned(constants[index] + 1));
    }

    @SuppressWarnings("deprecation") // names that matter are ASCII; of the others any text will do
    private String text(int index) {
        int at = constants[index];
        return new String(bytes, 0, at + 3, unsigned(at + 1));
    }

    private int unsigned(int at) {
        return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
    }
}
