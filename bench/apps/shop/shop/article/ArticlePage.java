package shop.article;

import java.util.List;

/** Some articles, and where to ask on. */
public record ArticlePage(List<Article> articles, long next) {}
