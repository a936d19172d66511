package io.emperor.devagent.base;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may be an ID of a session or of a node. */
public final class Uuids {

  private static final int LENGTH = 36;
  private static final Pattern NOT_HEX = Pattern.compile("[^0-9a-fA-F]");
  private static final Pattern GROUPED = Pattern.compile(".{8}-.{4}-.{4}-.{4}-.{12}");

  private Uuids() {}

  /**
   * Refuses what can't be a session's ID.
   *
   * @throws HttpError with the words of the real agent's index
   */
  public static void requireSession(String id) {
    if (id.length() != LENGTH) {
      throw unknown("UUID must be 36 characters");
    }
    String digits = id.replace("-", "");
    if (id.length() - digits.length() > 4) {
      throw unknown("UUID should have maximum of 4 \"-\"; got " + (id.length() - digits.length()));
    }
    if (digits.length() % 2 != 0) {
      throw unknown("Input (without hyphens) must be even length");
    }
    String complaint = complaint(digits);
    if (complaint != null) {
      throw unknown("Invalid UUID: " + complaint);
    }
  }

  private static HttpError unknown(String why) {
    return HttpError.refused("failed session lookup: index error: " + why);
  }

  /**
   * Refuses what can't be a node's ID.
   *
   * @throws HttpError with the words of the real agent
   */
  public static void requireNode(String id) {
    String complaint =
        id.length() != LENGTH
            ? "uuid string is wrong length"
            : GROUPED.matcher(id).matches()
                ? complaint(id.replace("-", ""))
                : "uuid is improperly formatted";
    if (complaint != null) {
      throw HttpError.refused("Bad node ID: " + complaint);
    }
  }

  /** What of an ID counts: neither case nor where the hyphens stand. */
  public static String digits(String id) {
    return id.replace("-", "").toLowerCase(Locale.ROOT);
  }

  private static @Nullable String complaint(String digits) {
    Matcher wrong = NOT_HEX.matcher(digits);
    return wrong.find()
        ? String.format(
            Locale.ROOT,
            "encoding/hex: invalid byte: U+%04X '%s'",
            (int) wrong.group().charAt(0),
            wrong.group())
        : null;
  }

  /**
   * The digits that an ID has to begin with to be meant by a few of them, or nothing if no ID can
   * be meant.
   */
  public static String prefix(String few) {
    String even = few.substring(0, few.length() - few.length() % 2);
    String digits = digits(even);
    boolean whole = digits.length() % 2 == 0 && even.length() <= LENGTH;
    return whole && complaint(digits) == null ? digits : "";
  }
}
