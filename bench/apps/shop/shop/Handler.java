package shop;

/** Answers a request for one path. */
public interface Handler {

  /**
   * Answers.
   *
   * @param parameter what came after the path, empty if nothing did
   * @return what becomes JSON
   */
  Object answer(String parameter);
}
