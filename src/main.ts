/** Mounts the lab; nothing else. */
import './ui/app/app.ts';
