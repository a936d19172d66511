package shop.article;

/** Where an article is in its life. */
public enum ArticleState {
  DRAFT,
  OPEN,
  CLOSED
}
