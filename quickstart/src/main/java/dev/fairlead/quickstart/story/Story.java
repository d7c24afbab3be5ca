package dev.fairlead.quickstart.story;

/** Something that happens to a demo, told with what is expected of it. */
public interface Story {

    /** Plays it; gives whether every expectation held. */
    boolean play();
}
