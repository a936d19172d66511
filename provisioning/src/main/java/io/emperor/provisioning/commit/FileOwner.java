package io.emperor.provisioning.commit;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.regex.Pattern;

/**
 * Whom a file belongs to.
 *
 * @param user who may change its mode
 * @param group who has the group's rights
 */
public record FileOwner(UserPrincipal user, GroupPrincipal group) {

  private static final Pattern USER_AND_GROUP = Pattern.compile("[^:\\p{Cntrl}]+:[^:\\p{Cntrl}]+");

  /**
   * Reads {@code user:group}, names that this machine knows or numbers.
   *
   * @throws IllegalArgumentException if it is not that: the message goes on after the key
   */
  public static FileOwner parse(String text) {
    if (!USER_AND_GROUP.matcher(text).matches()) {
      throw new IllegalArgumentException("is no user and group; write \"user:group\"");
    }
    String[] names = text.split(":", -1);
    UserPrincipalLookupService known = FileSystems.getDefault().getUserPrincipalLookupService();
    try {
      return new FileOwner(
          known.lookupPrincipalByName(names[0]), known.lookupPrincipalByGroupName(names[1]));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "names a user or a group that this machine does not know; add it, or write another", e);
    }
  }

  static FileOwner of(PosixFileAttributes attributes) {
    return new FileOwner(attributes.owner(), attributes.group());
  }

  @Override
  public String toString() {
    return user.getName() + ":" + group.getName();
  }
}
