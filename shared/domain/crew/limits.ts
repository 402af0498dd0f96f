/** Crews that are kept; one more drops the one that has been silent longest [eng]. */
export const CREWS_KEPT = 2_000;
/** Places (positions and points of tracks) in one message at most: about 0.5 MB of JSON [eng]. */
export const PART_PLACES = 10_000;
/** Points of one track at most: with every crew of a large site a page is told about eleven megabytes once, in parts [eng]. */
export const TRACK_MAX_POINTS = 120;
