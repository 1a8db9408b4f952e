package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packs that are made here, byte by byte; {@link ShippedJarIT} reads those that are shipped. */
class PackTest {

    /** Two paths of one hash. */
    private static final String ONE = "Aa";

    private static final String OTHER = "BB";

    @TempDir
    Path temporary;

    @Test
    void filesAreFoundByPathWhereHashesAreTheSame() throws IOException {
        try (JarFile jar = jar(pack("first", "second"))) {
            for (Pack pack : new Pack[] {Pack.inMemory(jar, "a.pack"), Pack.onDisk(jar, "a.pack")}) {
                assertThat(pack.read(ONE)).asString(StandardCharsets.US_ASCII).isEqualTo("first");
                assertThat(pack.read(OTHER)).asString(StandardCharsets.US_ASCII).isEqualTo("second");
            }
        }
    }

    @Test
    void whatIsNotThereIsNull() throws IOException {
        try (JarFile jar = jar(pack("first", "second"))) {
            for (Pack pack : new Pack[] {Pack.inMemory(jar, "a.pack"), Pack.onDisk(jar, "a.pack")}) {
                assertThat(pack.read("C#")).as("of the same hash").isNull();
                assertThat(pack.read("")).as("of the least hash here").isNull();
                assertThat(pack.read("zzzzzz")).isNull();
            }
        }
    }

    @Test
    void anEmptyFileIsEmpty() throws IOException {
        try (JarFile jar = jar(pack("", "second"))) {
            assertThat(Pack.onDisk(jar, "a.pack").read(ONE)).isEmpty();
        }
    }

    @Test
    void aPackThatIsCutOffIsAnError() throws IOException {
        byte[] whole = pack("first", "second");
        try (JarFile jar = jar(java.util.Arrays.copyOf(whole, whole.length - 1))) {
            assertThatThrownBy(() -> Pack.onDisk(jar, "a.pack").read(OTHER)).isInstanceOf(IOException.class);
        }
        try (JarFile jar = jar(java.util.Arrays.copyOf(whole, 9))) {
            assertThatThrownBy(() -> Pack.onDisk(jar, "a.pack")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aJarWithoutThePackSaysSo() throws IOException {
        try (JarFile jar = jar(pack("first", "second"))) {
            assertThatThrownBy(() -> Pack.onDisk(jar, "b.pack"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("the agent's jar is not whole: b.pack is missing");
        }
    }

    private static byte[] pack(String one, String other) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        int begin = 4 + 2 * 16;
        out.writeInt(2);
        index(out, ONE, begin, one.length());
        index(out, OTHER, begin + 4 + ONE.length() + one.length(), other.length());
        file(out, ONE, one);
        file(out, OTHER, other);
        return bytes.toByteArray();
    }

    private static void index(DataOutputStream out, String path, int offset, int size) throws IOException {
        out.writeInt(path.hashCode());
        out.writeInt(offset);
        out.writeInt(path.length());
        out.writeInt(size);
    }

    private static void file(DataOutputStream out, String path, String contents) throws IOException {
        out.writeInt(contents.length());
        out.writeBytes(path);
        out.writeBytes(contents);
    }

    private JarFile jar(byte[] pack) throws IOException {
        Path file = Files.createTempFile(temporary, "packs", ".jar");
        try (OutputStream bytes = Files.newOutputStream(file);
                JarOutputStream out = new JarOutputStream(bytes)) {
            out.putNextEntry(new JarEntry("a.pack"));
            out.write(pack);
            out.closeEntry();
        }
        return new JarFile(file.toFile());
    }
}
