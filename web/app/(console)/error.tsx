'use client';

import { PageFailed } from '../../shell/page-failed.tsx';

export default PageFailed;
