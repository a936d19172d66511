package shop;

/** A kind of thing that the shop keeps. */
public interface Part {

  /** Makes ready what it needs, and has its paths answered. */
  void open(Database database, Json json, Router router);
}
