package io.emperor.provisioning.commit;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Who may read, write and run a file.
 *
 * @param permissions of its owner, its group and all others
 */
public record FileMode(Set<PosixFilePermission> permissions) {

  private static final Pattern DIGITS = Pattern.compile("[0-7]{3,4}");
  private static final int PLAIN_DIGITS = 3;
  private static final List<String> RIGHTS =
      List.of("---", "--x", "-w-", "-wx", "r--", "r-x", "rw-", "rwx");

  /** What a new file has if nothing is said, as consul-template has it. */
  static final FileMode USUAL = parse("0644");

  public FileMode {
    permissions = Set.copyOf(permissions);
  }

  /**
   * Reads octal digits, {@code 0640} or {@code 640}.
   *
   * @throws IllegalArgumentException if it is none that a file is given: the message goes on after
   *     the key
   */
  public static FileMode parse(String text) {
    if (!DIGITS.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "is no mode; write three octal digits after a 0: \"0640\"");
    }
    if (text.length() > PLAIN_DIGITS && text.charAt(0) != '0') {
      throw new IllegalArgumentException(
          "has more than the rights to read, write and run (setuid, setgid or sticky); begin with 0");
    }
    Set<PosixFilePermission> permissions =
        PosixFilePermissions.fromString(
            text.substring(text.length() - PLAIN_DIGITS)
                .chars()
                .mapToObj(digit -> RIGHTS.get(digit - '0'))
                .collect(Collectors.joining()));
    if (permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IllegalArgumentException("lets everybody write; end with 0, 1, 4 or 5");
    }
    if (!permissions.contains(PosixFilePermission.OWNER_READ)) {
      throw new IllegalArgumentException(
          "keeps the owner from reading; write 4 or more after the 0");
    }
    return new FileMode(permissions);
  }
}
