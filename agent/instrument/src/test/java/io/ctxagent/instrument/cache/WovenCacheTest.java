package io.ctxagent.instrument.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found again, and what is not. */
class WovenCacheTest {

    private static final String RECIPE = "build 1\njdk";
    private static final List<ExpectedHook> HOOKS = List.of(new ExpectedHook("queue", "a.Queue", "a.Queue.*"));
    private static final byte[] ORIGINAL = {1, 2, 3, 4};
    private static final byte[] WOVEN = {9, 8, 7};
    private static final List<Outcome> OUTCOMES = List.of(new Outcome("queue", "a.Queue.*", "a.Queue.take", true));

    @TempDir
    Path temporary;

    @Test
    void whatWasSavedIsFoundByItsOriginalBytes() {
        fill();
        WovenCache next = open(RECIPE);
        assertThat(next.filled()).isTrue();
        assertThat(next.hooks()).isEqualTo(HOOKS);
        WovenClass found = next.find("a/Queue", ORIGINAL);
        assertThat(found.woven()).isEqualTo(WOVEN);
        assertThat(found.outcomes()).isEqualTo(OUTCOMES);
        assertThat(next.find("a/Queue", new byte[] {1, 2, 3, 5})).isNull();
        assertThat(next.find("a/Other", ORIGINAL)).isNull();
        assertThat(next.hits()).isEqualTo(1);
        assertThat(next.misses()).isEqualTo(2);
    }

    @Test
    void bytesWithTheSameChecksumAreNotTakenForTheSame() {
        Map<Integer, byte[]> bySum = new HashMap<>();
        Random random = new Random(1);
        byte[] first = null;
        byte[] second = new byte[8];
        while (first == null) {
            second = new byte[8];
            random.nextBytes(second);
            first = bySum.put(CacheRecords.checksum(second, 0, 8), second);
        }
        assertThat(first).isNotEqualTo(second);
        WovenCache cache = open(RECIPE);
        cache.add(new WovenClass("a/Queue", first, WOVEN, OUTCOMES));
        cache.begin(HOOKS);
        assertThat(open(RECIPE).find("a/Queue", second)).isNull();
        assertThat(open(RECIPE).find("a/Queue", first)).isNotNull();
    }

    @Test
    void twoFormsOfOneClassAreKeptSideBySideAndWhatOthersAppendStays() {
        fill();
        WovenCache one = open(RECIPE);
        WovenCache other = open(RECIPE);
        one.add(new WovenClass("a/Queue", new byte[] {5}, new byte[] {6}, OUTCOMES));
        other.add(new WovenClass("a/Left", new byte[] {7}, null, List.of()));
        WovenCache next = open(RECIPE);
        assertThat(next.find("a/Queue", ORIGINAL).woven()).isEqualTo(WOVEN);
        assertThat(next.find("a/Queue", new byte[] {5}).woven()).isEqualTo(new byte[] {6});
        assertThat(next.find("a/Left", new byte[] {7}).woven()).isNull();
        assertThat(next.find("a/Left", new byte[] {7}).outcomes()).isEmpty();
    }

    @Test
    void whatIsAppendedByAnotherRecipeIsNotFound() throws IOException {
        fill();
        byte[] foreign = CacheRecords.of("build 2", new WovenClass("a/Queue", new byte[] {5}, WOVEN, OUTCOMES));
        Files.write(file(), foreign, StandardOpenOption.APPEND);
        assertThat(open(RECIPE).find("a/Queue", new byte[] {5})).isNull();
        assertThat(open(RECIPE).find("a/Queue", ORIGINAL)).isNotNull();
    }

    @Test
    void anEndThatWasCutOffIsMendedByTheNextStart() throws IOException {
        fill();
        WovenCache one = open(RECIPE);
        one.add(new WovenClass("a/Cut", new byte[] {5}, new byte[] {6}, OUTCOMES));
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), java.util.Arrays.copyOf(whole, whole.length - 1));
        WovenCache next = open(RECIPE);
        assertThat(next.find("a/Queue", ORIGINAL)).isNotNull();
        assertThat(next.find("a/Cut", new byte[] {5})).isNull();
        next.add(new WovenClass("a/Cut", new byte[] {5}, new byte[] {6}, OUTCOMES));
        next.begin(HOOKS);
        WovenCache last = open(RECIPE);
        assertThat(last.find("a/Queue", ORIGINAL)).isNotNull();
        assertThat(last.find("a/Cut", new byte[] {5})).isNotNull();
    }

    @Test
    void anotherRecipeFindsNothing() {
        fill();
        assertThat(open("build 2\njdk").filled()).isFalse();
    }

    @Test
    void aByteThatFellOverIsAMissWhereverItIs() throws IOException {
        fill();
        byte[] whole = Files.readAllBytes(file());
        for (int at = 0; at < whole.length; at++) {
            byte[] broken = whole.clone();
            broken[at] ^= 0x10;
            Files.write(file(), broken);
            WovenClass found = open(RECIPE).find("a/Queue", ORIGINAL);
            assertThat(found == null ? WOVEN : found.woven()).as("byte %d", at).isEqualTo(WOVEN);
        }
    }

    @Test
    void aFileThatIsTooShortIsAMiss() throws IOException {
        fill();
        byte[] whole = Files.readAllBytes(file());
        for (int length = 0; length < whole.length; length++) {
            Files.write(file(), java.util.Arrays.copyOf(whole, length));
            assertThat(open(RECIPE).find("a/Queue", ORIGINAL))
                    .as("%d bytes", length)
                    .isNull();
        }
    }

    @Test
    void directoryAndFileAreForTheirOwnerAlone() throws IOException {
        assumeTrue(posix());
        fill();
        assertThat(mode(folder())).isEqualTo("rwx------");
        assertThat(mode(file())).isEqualTo("rw-------");
        try (Stream<Path> all = Files.list(folder())) {
            assertThat(all).as("nothing else is left behind").containsExactly(file());
        }
    }

    @Test
    void aDirectoryThatOthersCanReadOrWriteIsNotReadAndIsSetRight() throws IOException {
        assumeTrue(posix());
        for (String mode : List.of("rwxrwx---", "rwx---rwx", "rwxr-xr-x")) {
            fill();
            Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString(mode));
            assertThat(open(RECIPE).filled()).as(mode).isFalse();
            fill();
            assertThat(mode(folder())).isEqualTo("rwx------");
            assertThat(open(RECIPE).filled()).isTrue();
        }
    }

    @Test
    void aFileThatOthersCanWriteIsNotReadAndIsReplaced() throws IOException {
        assumeTrue(posix());
        for (String mode : List.of("rw-rw----", "rw-----w-")) {
            fill();
            Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(mode));
            assertThat(open(RECIPE).filled()).as(mode).isFalse();
            fill();
            assertThat(mode(file())).isEqualTo("rw-------");
            assertThat(open(RECIPE).filled()).isTrue();
        }
    }

    @Test
    void aSymbolicLinkIsNotFollowedAndIsReplaced() throws IOException {
        assumeTrue(posix());
        fill();
        Path elsewhere = temporary.resolve("elsewhere");
        Files.move(file(), elsewhere);
        Files.createSymbolicLink(file(), elsewhere);
        byte[] before = Files.readAllBytes(elsewhere);
        assertThat(open(RECIPE).filled()).isFalse();
        fill();
        assertThat(Files.isSymbolicLink(file())).isFalse();
        assertThat(Files.readAllBytes(elsewhere)).isEqualTo(before);
        assertThat(open(RECIPE).filled()).isTrue();
    }

    @Test
    void aDirectoryThatIsALinkIsNotUsed() throws IOException {
        assumeTrue(posix());
        fill();
        Path elsewhere = temporary.resolve("elsewhere");
        Files.move(folder(), elsewhere);
        Files.createSymbolicLink(folder(), elsewhere);
        assertThat(open(RECIPE).filled()).isFalse();
        fill();
        assertThat(Files.isSymbolicLink(folder())).isTrue();
        assertThat(open(RECIPE).filled()).isFalse();
    }

    @Test
    void aLinkAboveIsFollowedAndWhatOthersCouldSwapAboveIsNot() throws IOException {
        assumeTrue(posix());
        Path open = Files.createDirectory(temporary.resolve("open"));
        Path link = Files.createSymbolicLink(temporary.resolve("link"), open);
        Path folder = link.resolve("cache");
        assertThat(fill(folder).filled()).isTrue();
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(WovenCache.open(CacheFolder.at(folder), "name", RECIPE, null).filled())
                .isFalse();
    }

    @Test
    void whatBelongsToSomebodyElseIsNotReadAndAForeignFileIsReplaced() throws IOException {
        assumeTrue(posix() && owner(temporary) == 0, "only root can give files away");
        fill();
        Files.setAttribute(file(), "unix:uid", 4711);
        assertThat(open(RECIPE).filled()).isFalse();
        fill();
        assertThat(owner(file())).isZero();
        assertThat(open(RECIPE).filled()).isTrue();
        Files.setAttribute(folder(), "unix:uid", 4711);
        assertThat(open(RECIPE).filled()).isFalse();
        fill();
        assertThat(open(RECIPE).filled())
                .as("a foreign directory is left alone")
                .isFalse();
        assertThat(owner(folder())).isEqualTo(4711);
    }

    @Test
    void whereNothingCanBeWrittenNothingHappens() throws IOException {
        Path file = Files.writeString(temporary.resolve("a-file"), "x");
        assertThat(fill(file.resolve("cache")).filled()).isFalse();
        assertThat(fill(file).filled()).isFalse();
        assertThat(Files.readString(file)).isEqualTo("x");
        Files.createDirectories(folder());
        if (posix()) {
            Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwx------"));
        }
        Files.createDirectory(file());
        Files.writeString(file().resolve("in-the-way"), "x");
        assertThat(fill(folder()).filled()).isFalse();
    }

    @Test
    void refusedBytesAreForgotten() {
        fill();
        WovenCache cache = open(RECIPE);
        cache.distrust();
        assertThat(cache.find("a/Queue", ORIGINAL)).isNull();
        assertThat(open(RECIPE).filled()).isFalse();
    }

    @Test
    void thePlaceIsTheOneOfTheSystem() {
        assertThat(CacheFolder.usual("Linux", Map.of("XDG_CACHE_HOME", "/x", "HOME", "/h")))
                .isEqualTo("/x/ctx-agent");
        assertThat(CacheFolder.usual("Linux", Map.of("XDG_CACHE_HOME", "relative", "HOME", "/h")))
                .isEqualTo("/h/.cache/ctx-agent");
        assertThat(CacheFolder.usual("Linux", Map.of())).endsWith("/.cache/ctx-agent");
        assertThat(CacheFolder.usual("Mac OS X", Map.of("HOME", "/Users/h")))
                .isEqualTo("/Users/h/Library/Caches/ctx-agent");
        assertThat(CacheFolder.usual("Windows 11", Map.of("LOCALAPPDATA", "C:\\Local")))
                .isEqualTo("C:\\Local\\ctx-agent\\cache");
        assertThat(CacheFolder.usual("Windows 11", Map.of())).isNull();
    }

    private Path folder() {
        return temporary.resolve("cache");
    }

    private Path file() {
        return folder().resolve("name" + CacheFolder.SUFFIX);
    }

    private void fill() {
        fill(folder());
    }

    private static WovenCache fill(Path folder) {
        WovenCache cache = WovenCache.open(CacheFolder.at(folder), "name", RECIPE, null);
        cache.add(new WovenClass("a/Queue", ORIGINAL, WOVEN, OUTCOMES));
        cache.begin(HOOKS);
        return WovenCache.open(CacheFolder.at(folder), "name", RECIPE, null);
    }

    private WovenCache open(String recipe) {
        return WovenCache.open(CacheFolder.at(folder()), "name", recipe, null);
    }

    private boolean posix() {
        return temporary.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static int owner(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid");
    }
}
