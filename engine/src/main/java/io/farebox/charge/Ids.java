package io.farebox.charge;

/**
 * The grammar of ids, which carry what is needed to find their money without a lookup.
 *
 * <ul>
 *   <li>an account: {@code a} + partition + 8 characters
 *   <li>a list: its account's id + {@code /} + its name
 *   <li>a record of holds: partition + 8 characters of the engine that made it + 6 of its count
 *   <li>a send: {@code s} + its record + 2 characters of its slot in the record
 *   <li>a message: its send + {@code -} + its index in the order of {@code to}
 * </ul>
 *
 * Numbers are written in lower-case Crockford base 32, fixed width.
 */
public final class Ids {
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int PARTITION_CHARS = 2;
    private static final int SLOT_CHARS = 2;
    private static final int RECORD_CHARS = PARTITION_CHARS + 8 + 6;
    private static final int SEND_CHARS = 1 + RECORD_CHARS + SLOT_CHARS;
    private static final int ACCOUNT_CHARS = 1 + PARTITION_CHARS + 8;
    private static final int INDEX_DIGITS_MAX = 6;

    private Ids() {}

    /** A number of {@code 5 × chars} bits in {@code chars} characters. */
    public static String base32(long number, int chars) {
        char[] text = new char[chars];
        for (int i = chars - 1; i >= 0; i--) {
            text[i] = ALPHABET.charAt((int) (number & 31));
            number >>>= 5;
        }
        return new String(text);
    }

    /** The account id of a partition for 40 random bits. */
    public static String account(int partition, long random) {
        return "a" + base32(partition, PARTITION_CHARS) + base32(random, 8);
    }

    /** The record id of an engine (40 random bits) for its count (30 bits). */
    public static String record(int partition, long engine, long count) {
        return base32(partition, PARTITION_CHARS) + base32(engine, 8) + base32(count, 6);
    }

    /** The id of the send in a slot of a record. */
    public static String send(String record, int slot) {
        return "s" + record + base32(slot, SLOT_CHARS);
    }

    /** The id of a message of a send. */
    public static String message(String send, int index) {
        return send + "-" + index;
    }

    /** The node id of an account's list. */
    public static String list(String account, String name) {
        return account + "/" + name;
    }

    /** The account that a node is or belongs to. */
    public static String accountOf(String node) {
        int slash = node.indexOf('/');
        return slash < 0 ? node : node.substring(0, slash);
    }

    /** The name of the list that a node is, or an empty text for an account. */
    public static String listOf(String node) {
        int slash = node.indexOf('/');
        return slash < 0 ? "" : node.substring(slash + 1);
    }

    /** The partition that a well-formed account, list, send or message id carries. */
    public static int partitionOf(String id) {
        return (int) number(id, 1, 1 + PARTITION_CHARS);
    }

    /** The partition that a record id carries. */
    public static int partitionOfRecord(String record) {
        return (int) number(record, 0, PARTITION_CHARS);
    }

    /** Whether the text has the form of an account id. */
    public static boolean isAccount(String text) {
        return text.length() == ACCOUNT_CHARS && text.charAt(0) == 'a' && number(text, 1, ACCOUNT_CHARS) >= 0;
    }

    /** Whether the text has the form of a send id. */
    public static boolean isSend(String text) {
        return text.length() == SEND_CHARS
                && text.charAt(0) == 's'
                && number(text, 1, 1 + 8) >= 0
                && number(text, 1 + 8, SEND_CHARS) >= 0;
    }

    /** Whether the text has the form of a message id. */
    public static boolean isMessage(String text) {
        return text.length() > SEND_CHARS + 1
                && text.length() <= SEND_CHARS + 1 + INDEX_DIGITS_MAX
                && text.charAt(SEND_CHARS) == '-'
                && isSend(text.substring(0, SEND_CHARS))
                && isDecimal(text, SEND_CHARS + 1);
    }

    private static boolean isDecimal(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return true;
    }

    /** The record that a send or message id carries. */
    public static String recordOf(String sendOrMessage) {
        return sendOrMessage.substring(1, 1 + RECORD_CHARS);
    }

    /** The slot that a send or message id carries. */
    public static int slotOf(String sendOrMessage) {
        return (int) number(sendOrMessage, 1 + RECORD_CHARS, SEND_CHARS);
    }

    /** The send that a message id carries. */
    public static String sendOf(String message) {
        return message.substring(0, SEND_CHARS);
    }

    /** The index that a message id carries. */
    public static int indexOf(String message) {
        return Integer.parseInt(message.substring(SEND_CHARS + 1));
    }

    /** The number in a span of characters, or −1 where one of them is no digit of ours. */
    private static long number(String text, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = ALPHABET.indexOf(text.charAt(i));
            if (digit < 0) {
                return -1;
            }
            number = number << 5 | digit;
        }
        return number;
    }
}
