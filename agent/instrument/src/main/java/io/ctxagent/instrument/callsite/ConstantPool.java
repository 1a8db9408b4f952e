package io.ctxagent.instrument.callsite;

/**
 * The UTF-8 constants of a class file, looked through without making anything of it: enough to pass over nearly every
 * application class at the cost of a few microseconds. Format: Java Virtual Machine Specification, section 4.4.
 */
public final class ConstantPool {

    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;

    private final byte[] bytes;

    public ConstantPool(byte[] classFile) {
        bytes = classFile;
    }

    /** Whether one of the UTF-8 constants equals {@code text}, which is ASCII. */
    public boolean contains(String text) {
        return search(text, false);
    }

    /** Whether one of the UTF-8 constants has {@code text}, which is ASCII, anywhere in it. */
    public boolean mentions(String text) {
        return search(text, true);
    }

    /** Whether one of the UTF-8 constants equals {@code first} or one of {@code others}, all ASCII and shorter than 64; in one walk. */
    public boolean containsAny(String first, String... others) {
        if (bytes.length < 10) {
            return false;
        }
        long lengths = 1L << first.length();
        for (String other : others) {
            lengths |= 1L << other.length();
        }
        int count = unsigned(8);
        int at = 10;
        for (int i = 1; i < count && at < bytes.length; i++) {
            int tag = bytes[at];
            if (tag == UTF8) {
                int length = unsigned(at + 1);
                // Few constants have the length of one of the words.
                if (length < Long.SIZE && (lengths >>> length & 1) != 0 && equalsAny(at + 3, length, first, others)) {
                    return true;
                }
                at += 3 + length;
            } else {
                at += 1 + size(tag);
                if (tag == LONG || tag == DOUBLE) {
                    i++;
                }
            }
        }
        return false;
    }

    private boolean equalsAny(int from, int length, String first, String... others) {
        if (equal(first, from, length)) {
            return true;
        }
        for (String other : others) {
            if (equal(other, from, length)) {
                return true;
            }
        }
        return false;
    }

    private boolean equal(String text, int from, int length) {
        return length == text.length() && matches(text, from);
    }

    private boolean search(String text, boolean within) {
        if (bytes.length < 10) {
            return false;
        }
        int count = unsigned(8);
        int at = 10;
        for (int i = 1; i < count && at < bytes.length; i++) {
            int tag = bytes[at];
            if (tag == UTF8) {
                int length = unsigned(at + 1);
                if (within ? has(text, at + 3, length) : length == text.length() && matches(text, at + 3)) {
                    return true;
                }
                at += 3 + length;
            } else {
                at += 1 + size(tag);
                if (tag == LONG || tag == DOUBLE) {
                    i++;
                }
            }
        }
        return false;
    }

    static int size(int tag) {
        return switch (tag) {
            case 7, 8, 16, 19, 20 -> 2;
            case 15 -> 3;
            case LONG, DOUBLE -> 8;
            default -> 4;
        };
    }

    private boolean has(String text, int from, int length) {
        for (int at = from; at + text.length() <= from + length; at++) {
            if (matches(text, at)) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(String text, int at) {
        if (at + text.length() > bytes.length) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int unsigned(int at) {
        return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
    }
}
