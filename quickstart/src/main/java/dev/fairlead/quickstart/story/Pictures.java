package dev.fairlead.quickstart.story;

import java.util.List;

/** The same moment as DNS and as the edge see it. */
record Pictures(Picture dns, Picture edge) {

    List<Picture> both() {
        return List.of(dns, edge);
    }
}
