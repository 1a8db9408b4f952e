package io.ctxagent.instrument.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShippedClassesTest {

    private static final String FOLDER = "woven/build/17/";
    private static final byte[] ORIGINAL = bytes("head of a class, body, tail");
    private static final byte[] WOVEN = bytes("head of a class, advice, body, tail");
    private static final byte[] OTHER = bytes("another class");

    @TempDir
    Path temporary;

    private final Map<String, byte[]> files = new HashMap<>();
    private final ShippedClasses shipped = new ShippedClasses(new FromMap(), "build", 17);

    @BeforeEach
    void ship() throws IOException {
        files.put(FOLDER + "hooks", hooks());
        files.put(
                FOLDER + ShippedClasses.place("a/Queue", ORIGINAL),
                file(CacheRecords.checksum(WOVEN, 0, WOVEN.length)));
    }

    @Test
    void aClassIsMadeOfItsOriginalAndOfWhatWasPutIn() {
        WovenClass found = Objects.requireNonNull(shipped.find("a/Queue", ORIGINAL));
        assertThat(found.woven()).isEqualTo(WOVEN);
        assertThat(found.original()).isSameAs(ORIGINAL);
        assertThat(found.outcomes()).containsExactly(new Outcome("queue", "a.Queue.*", "a.Queue.take", true));
        assertThat(shipped.hooks()).containsExactly(new ExpectedHook("queue", "a.Queue", "a.Queue.*"));
    }

    @Test
    void anotherClassAnotherJdkAndAnotherBuildAreNotFound() {
        for (int i = 0; i < ORIGINAL.length; i++) {
            byte[] other = ORIGINAL.clone();
            other[i] ^= 1;
            assertThat(shipped.find("a/Queue", other)).as("byte %s", i).isNull();
        }
        assertThat(shipped.find("a/Stack", ORIGINAL)).isNull();
        assertThat(new ShippedClasses(new FromMap(), "build", 21).find("a/Queue", ORIGINAL))
                .isNull();
        assertThat(new ShippedClasses(new FromMap(), "other", 17).find("a/Queue", ORIGINAL))
                .isNull();
        assertThat(new ShippedClasses(new FromMap(), "other", 17).hooks()).isEmpty();
    }

    @Test
    void whatIsBrokenIsNotUsed() throws IOException {
        String place = FOLDER + ShippedClasses.place("a/Queue", ORIGINAL);
        byte[] whole = file(CacheRecords.checksum(WOVEN, 0, WOVEN.length));
        for (int length = 0; length < whole.length; length++) {
            files.put(place, Arrays.copyOf(whole, length));
            assertThat(shipped.find("a/Queue", ORIGINAL))
                    .as("cut off at %s", length)
                    .isNull();
        }
        files.put(place, file(4711));
        assertThat(shipped.find("a/Queue", ORIGINAL)).as("checksum").isNull();
    }

    @Test
    void withThemAFileIsBegunOnlyForWhatIsNotAmongThem() {
        WovenCache cache = open();
        assertThat(cache.filled()).isTrue();
        assertThat(cache.hooks()).hasSize(1);
        assertThat(cache.find("a/Queue", ORIGINAL)).isNotNull();
        cache.begin(cache.hooks());
        assertThat(folder()).doesNotExist();

        cache.add(new WovenClass("app b/Pool", OTHER, null, List.of()));
        assertThat(folder()).isDirectory();
        cache.add(new WovenClass("app b/Pond", OTHER, WOVEN, List.of()));
        WovenCache later = open();
        assertThat(later.begun()).isTrue();
        assertThat(later.hooks()).hasSize(1);
        assertThat(later.find("app b/Pool", OTHER)).isNotNull();
        assertThat(later.find("app b/Pond", OTHER)).isNotNull();
        assertThat(later.find("a/Queue", ORIGINAL)).as("beside the file").isNotNull();
        files.clear();
        assertThat(open().find("a/Queue", ORIGINAL)).as("not in the file").isNull();
    }

    @Test
    void whatTheJvmHasRefusedIsNotUsedAgain() {
        WovenCache cache = open();
        cache.distrust();
        assertThat(cache.filled()).isFalse();
        assertThat(cache.find("a/Queue", ORIGINAL)).isNull();
    }

    @Test
    void afterTheEndNothingIsFound() {
        WovenCache cache = open();
        cache.close();
        assertThat(cache.find("a/Queue", ORIGINAL)).isNull();
    }

    @Test
    void whereNoFileCanBeTheyAreFound() throws IOException {
        Path file = Files.writeString(temporary.resolve("a-file"), "x");
        assertThat(WovenCache.open(CacheFolder.at(file.resolve("cache")), "name", "recipe", shipped)
                        .find("a/Queue", ORIGINAL))
                .isNotNull();
        assertThat(WovenCache.open(null, "name", "recipe", shipped).find("a/Queue", ORIGINAL))
                .isNotNull();
    }

    private WovenCache open() {
        return WovenCache.open(CacheFolder.at(folder()), "name", "recipe", shipped);
    }

    private Path folder() {
        return temporary.resolve("cache");
    }

    private static byte[] hooks() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(file);
        out.writeInt(1);
        out.writeUTF("queue");
        out.writeUTF("a.Queue");
        out.writeUTF("a.Queue.*");
        return file.toByteArray();
    }

    private static byte[] file(int sum) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(file);
        out.writeInt(WOVEN.length);
        out.writeInt(sum);
        out.writeShort(1);
        out.writeUTF("queue");
        out.writeUTF("a.Queue.*");
        out.writeUTF("a.Queue.take");
        out.writeByte(1);
        out.writeInt(0);
        out.writeInt("head of a class, ".length());
        out.writeInt("advice, ".length());
        out.writeBytes("advice, ");
        out.writeInt("head of a class, ".length());
        out.writeInt("body, tail".length());
        out.writeInt(0);
        return file.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private final class FromMap extends ClassLoader {

        @Override
        public @Nullable InputStream getResourceAsStream(String path) {
            byte[] file = files.get(path);
            return file == null ? null : new ByteArrayInputStream(file);
        }
    }
}
