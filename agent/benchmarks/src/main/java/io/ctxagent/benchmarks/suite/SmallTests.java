package io.ctxagent.benchmarks.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;

/** Two thousand tests as units have them: a tenth of a millisecond or two of work, one assertion, no thread. */
public class SmallTests {

    private static final int TIMES = 250;
    private static final Pattern WORD = Pattern.compile("[a-z]+");

    private final List<Integer> numbers = new ArrayList<>();

    @BeforeEach
    void draw() {
        Random random = new Random(42);
        for (int i = 0; i < 1_000; i++) {
            numbers.add(random.nextInt(1_000_000));
        }
    }

    @RepeatedTest(TIMES)
    void sorts() {
        Collections.sort(numbers);
        assertTrue(numbers.get(0) <= numbers.get(999));
    }

    @RepeatedTest(TIMES)
    void groups() {
        Map<Integer, Long> byDigit = numbers.stream()
                .collect(Collectors.groupingBy(number -> number % 10, TreeMap::new, Collectors.counting()));
        assertEquals(10, byDigit.size());
    }

    @RepeatedTest(TIMES)
    void joins() {
        String text = numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
        assertEquals(1_000, text.split(",", -1).length);
    }

    @RepeatedTest(TIMES)
    void hashes() throws Exception {
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(numbers.toString().getBytes(StandardCharsets.UTF_8));
        assertEquals(64, HexFormat.of().formatHex(digest).length());
    }

    @RepeatedTest(TIMES)
    void matches() {
        String text = "the quick brown fox ".repeat(100);
        assertEquals(400, WORD.matcher(text).results().count());
    }

    @RepeatedTest(TIMES)
    void multiplies() {
        BigInteger product = IntStream.rangeClosed(1, 300)
                .mapToObj(BigInteger::valueOf)
                .reduce(BigInteger.ONE, BigInteger::multiply);
        assertEquals(615, product.toString().length());
    }

    @RepeatedTest(TIMES)
    void counts() {
        AtomicInteger even = new AtomicInteger();
        numbers.forEach(number -> even.addAndGet(1 - number % 2));
        assertTrue(even.get() > 0);
    }

    @RepeatedTest(TIMES)
    void formats() {
        StringBuilder text = new StringBuilder();
        numbers.subList(0, 100).forEach(number -> text.append(String.format("%08d", number)));
        assertEquals(800, text.length());
    }
}
