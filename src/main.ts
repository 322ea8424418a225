/** Mounts the lab; nothing else. */
import './ui/page/app.ts';
