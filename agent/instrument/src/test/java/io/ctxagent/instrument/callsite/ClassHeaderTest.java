package io.ctxagent.instrument.callsite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.RandomAccess;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClassHeaderTest {

    /** With constants that take two places, fields, and an attribute on a method. */
    @SuppressWarnings("unused")
    abstract static class Sample extends AbstractList<Object> implements RandomAccess, Cloneable {
        static final long LONG = 1L << 40;
        static final double DOUBLE = 0.5;
        int field;

        @Deprecated
        void declared() throws IOException {
            field = (int) (LONG + DOUBLE);
            called();
        }

        abstract void called();
    }

    @Test
    void itNamesWhatAClassExtendsAndImplements() throws IOException {
        ClassHeader header = header(Sample.class);
        assertThat(header.superclass()).isEqualTo("java/util/AbstractList");
        assertThat(header.interfaces()).containsExactly("java/util/RandomAccess", "java/lang/Cloneable");
        assertThat(header(Object.class).superclass()).isNull();
    }

    @Test
    void itTellsMethodsThatAreDeclaredFromOthers() throws IOException {
        ClassHeader header = header(Sample.class);
        assertThat(header.declaresAny(Set.of("declared"))).isTrue();
        assertThat(header.declaresAny(Set.of("nothing", "called"))).isTrue();
        assertThat(header.declaresAny(Set.of("field", "LONG", "size"))).isFalse();
        assertThat(header(ArrayList.class).declaresAny(Set.of("removeIf"))).isTrue();
    }

    @Test
    void itTellsWhatAMethodGives() throws IOException {
        ClassHeader header = header(ArrayList.class);
        Set<String> names = Set.of("iterator", "size");
        assertThat(header.declaresAny(names, Set.of("Ljava/util/Iterator;"))).isTrue();
        assertThat(header.declaresAny(names, Set.of("I"))).isTrue();
        assertThat(header.declaresAny(names, Set.of("Ljava/util/ListIterator;", "V")))
                .isFalse();
    }

    private static ClassHeader header(Class<?> type) throws IOException {
        String file = "/" + type.getName().replace('.', '/') + ".class";
        try (InputStream in = ClassHeaderTest.class.getResourceAsStream(file)) {
            return new ClassHeader(in.readAllBytes());
        }
    }
}
