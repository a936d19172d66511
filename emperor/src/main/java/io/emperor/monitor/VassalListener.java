package io.emperor.monitor;

/**
 * Is told about vassals' files. All calls come from one thread, one after another; for each name
 * {@code appeared} comes first, then any number of {@code changed}, then {@code gone}.
 */
public interface VassalListener {

  /**
   * The files of a vassal are there, and whole.
   *
   * @param source the files
   */
  void appeared(VassalSource source);

  /**
   * The app, a configuration file or the followed file was touched, replaced, added or removed.
   *
   * @param source the files that are there now
   */
  void changed(VassalSource source);

  /**
   * Neither app nor configuration is there any more.
   *
   * @param name the vassal's name
   */
  void gone(String name);
}
