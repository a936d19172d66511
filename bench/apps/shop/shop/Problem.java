package shop;

/** Why there is no answer. */
public record Problem(String title, String instance) {}
