/** The figures below the map, as one part. */
import './independence-figure.ts';
import './plan-sites-figure.ts';
import './reasons-figure.ts';
import './what-if-figure.ts';
