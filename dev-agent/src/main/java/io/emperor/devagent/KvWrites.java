package io.emperor.devagent;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can be done to a key. Each says whether it was done. Under the store's lock. */
final class KvWrites {

  private static final Pattern NOT_HEX = Pattern.compile("[^0-9a-fA-F]");

  private final State state;
  private final KvTable keys;

  KvWrites(State state) {
    this.state = state;
    this.keys = state.keys();
  }

  boolean set(long index, KvEntry wanted) {
    keys.set(index, wanted, false);
    return true;
  }

  boolean setIfAt(long index, KvEntry wanted, BigInteger expected) {
    KvEntry old = keys.get(wanted.key());
    if (!expected.equals(BigInteger.valueOf(old == null ? 0 : old.modifyIndex()))) {
      return false;
    }
    return set(index, wanted);
  }

  /**
   * Takes a key's lock and sets it.
   *
   * @throws HttpError if there is no such session
   */
  boolean lock(long index, KvEntry wanted) {
    String session = wanted.session();
    requireSession(session);
    KvEntry old = keys.get(wanted.key());
    if (old != null && !old.session().isEmpty() && !old.session().equals(session)) {
      return false;
    }
    long before = old == null ? 0 : old.lockIndex();
    boolean held = old != null && old.session().equals(session);
    keys.set(index, wanted.at(0, index, held ? before : before + 1, session), true);
    return true;
  }

  private void requireSession(String id) {
    if (id.isEmpty()) {
      throw HttpError.refused("missing session");
    }
    requireUuid(id);
    if (state.sessions().get(id) == null) {
      throw HttpError.refused("invalid session " + GoText.quote(id));
    }
  }

  /**
   * Refuses what can't be a session's ID.
   *
   * @throws HttpError with the words of the real agent's index
   */
  static void requireUuid(String id) {
    if (id.length() != 36) {
      throw unknown("UUID must be 36 characters");
    }
    String digits = id.replace("-", "");
    if (id.length() - digits.length() > 4) {
      throw unknown("UUID should have maximum of 4 \"-\"; got " + (id.length() - digits.length()));
    }
    if (digits.length() % 2 != 0) {
      throw unknown("Input (without hyphens) must be even length");
    }
    Matcher wrong = NOT_HEX.matcher(digits);
    if (wrong.find()) {
      throw unknown(
          "Invalid UUID: encoding/hex: invalid byte: U+%04X '%s'"
              .formatted((int) wrong.group().charAt(0), wrong.group()));
    }
  }

  private static HttpError unknown(String why) {
    return HttpError.refused("failed session lookup: index error: " + why);
  }

  /** Sets a key and gives its lock back. */
  boolean unlock(long index, KvEntry wanted) {
    if (wanted.session().isEmpty()) {
      throw HttpError.refused("missing session");
    }
    KvEntry old = keys.get(wanted.key());
    if (old == null || !old.session().equals(wanted.session())) {
      return false;
    }
    keys.set(index, wanted.at(0, index, old.lockIndex(), ""), true);
    return true;
  }

  boolean delete(long index, String key) {
    keys.delete(index, key);
    return true;
  }

  boolean deleteIfAt(long index, String key, BigInteger expected) {
    KvEntry old = keys.get(key);
    if (old != null && !expected.equals(BigInteger.valueOf(old.modifyIndex()))) {
      return false;
    }
    return delete(index, key);
  }

  boolean deleteBelow(long index, String prefix) {
    keys.deleteBelow(index, prefix);
    return true;
  }
}
