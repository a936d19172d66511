package io.emperor.devagent.state;

import java.util.Comparator;

/** The order of keys' bytes in UTF-8, which is that of their code points. */
final class KeyOrder implements Comparator<String> {

  @Override
  public int compare(String one, String other) {
    int common = Math.min(one.length(), other.length());
    for (int i = 0; i < common; i++) {
      char a = one.charAt(i);
      char b = other.charAt(i);
      if (a != b) {
        // Of two code points, one beyond the basic plane comes last.
        boolean beyond = Character.isSurrogate(a);
        return beyond == Character.isSurrogate(b) ? a - b : beyond ? 1 : -1;
      }
    }
    return one.length() - other.length();
  }
}
