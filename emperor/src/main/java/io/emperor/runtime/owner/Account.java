package io.emperor.runtime.owner;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A user of this machine, as its name service knows it, with the group that programs get.
 * Immutable.
 *
 * @param name as the user logs in
 * @param uid the user's number, unsigned
 * @param gid the group's number, unsigned
 * @param home the user's directory, which need not be there
 * @param shell the user's shell
 */
public record Account(String name, int uid, int gid, String home, String shell) {

  static final int ROOT = 0;

  /** No option of a program begins like this, and no second word is in it. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@-]{0,99}");

  private static final int FIELDS = 7;

  /**
   * Looks a user up; blocks until the name service has answered, ten seconds at most.
   *
   * @param word a name, or a number
   * @return the user, with the group of its own
   * @throws IOException if there is no such user, or nobody answers; it says what to do
   */
  public static Account of(String word) throws IOException {
    String[] fields = entry("passwd", word).orElseThrow(() -> unknown(word)).split(":", -1);
    if (fields.length < FIELDS) {
      throw new IOException("the name service knows the user " + word + " only in part");
    }
    String shell = fields[6].isEmpty() ? "/bin/sh" : fields[6];
    return new Account(
        fields[0],
        Integer.parseUnsignedInt(fields[2]),
        Integer.parseUnsignedInt(fields[3]),
        fields[5].isEmpty() ? "/" : fields[5],
        shell);
  }

  private static IOException unknown(String word) {
    return new IOException(
        "there is no user " + word + " on this machine: add it, or give the file to one there is");
  }

  /**
   * Looks a group up, as {@link #of} does with a user.
   *
   * @param word a name, or a number
   * @return its number, unsigned
   * @throws IOException if there is none
   */
  static int group(String word) throws IOException {
    String[] fields =
        entry("group", word)
            .orElseThrow(() -> new IOException("there is no group " + word + " on this machine"))
            .split(":", -1);
    return Integer.parseUnsignedInt(fields[2]);
  }

  private static Optional<String> entry(String map, String word) throws IOException {
    if (!WORD.matcher(word).matches()) {
      return Optional.empty();
    }
    Told told = Told.by(List.of("getent", map, word));
    return told.status() == 0 ? told.lines().findFirst() : Optional.empty();
  }

  /** The numbers of all groups that the user is in, its own among them. */
  Set<Integer> groups() throws IOException {
    Told told = Told.by(List.of("id", "-G", name));
    return told.lines()
        .flatMap(line -> Stream.of(line.strip().split(" ", -1)))
        .map(Integer::parseUnsignedInt)
        .collect(Collectors.toSet());
  }

  /** The same user with another group. */
  Account in(int group) {
    return new Account(name, uid, group, home, shell);
  }

  /** A number for people and for programs. */
  static String shown(int number) {
    return Integer.toUnsignedString(number);
  }

  /** Whose process this is; empty where the system does not tell. */
  public static OptionalInt ofThisProcess() {
    return FileStamp.ownerOf("/proc/self");
  }

  /** For people. */
  @Override
  public String toString() {
    return name + " (uid " + shown(uid) + ", gid " + shown(gid) + ")";
  }
}
