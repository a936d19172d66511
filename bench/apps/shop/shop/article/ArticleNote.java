package shop.article;

/** What somebody has written about an article. */
public record ArticleNote(String author, String text, long at) {}
