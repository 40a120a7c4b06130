"""Problems with pictures: made, drawn in several styles, thought through, and answered."""
