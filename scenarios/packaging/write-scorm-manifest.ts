import type { PackageRequest } from "./package-request.ts";
import { escapeMarkup } from "./escape-markup.ts";

const SCHEMA_INSTANCE = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

/** `imsmanifest.xml` of SCORM 1.2: one SCO, the pass mark in `masteryscore`. */
export function writeScorm12Manifest(request: PackageRequest, files: readonly string[]): string {
  const { scenario, completionOnly } = request;
  const title = escapeMarkup(scenario.title);
  // Closing an attempt would turn a status of ours into passed or failed by it.
  const mastery = completionOnly
    ? ""
    : `\n        <adlcp:masteryscore>${scenario.passMark}</adlcp:masteryscore>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="maka-${scenario.id}" version="1.0"
  xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"
  ${SCHEMA_INSTANCE}
  xsi:schemaLocation="http://www.imsproject.org/xsd/imscp_rootv1p1p2 imscp_rootv1p1p2.xsd http://www.adlnet.org/xsd/adlcp_rootv1p2 adlcp_rootv1p2.xsd">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>1.2</schemaversion>
  </metadata>
  <organizations default="organization">
    <organization identifier="organization">
      <title>${title}</title>
      <item identifier="item" identifierref="resource" isvisible="true">
        <title>${title}</title>
        <adlcp:datafromlms>${escapeMarkup(scenario.id)}</adlcp:datafromlms>${mastery}
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="resource" type="webcontent" adlcp:scormtype="sco" href="index.html">
${listFiles(files)}
    </resource>
  </resources>
</manifest>
`;
}

/** `imsmanifest.xml` of SCORM 2004, 4th edition: one SCO, the pass mark as the least measure. */
export function writeScorm2004Manifest(request: PackageRequest, files: readonly string[]): string {
  const { scenario, completionOnly } = request;
  const title = escapeMarkup(scenario.title);
  const measure = (scenario.passMark / 100).toFixed(2);
  const objective = completionOnly
    ? "<imsss:primaryObjective />"
    : `<imsss:primaryObjective satisfiedByMeasure="true">
              <imsss:minNormalizedMeasure>${measure}</imsss:minNormalizedMeasure>
            </imsss:primaryObjective>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="maka-${scenario.id}" version="1.0"
  xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"
  xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3"
  xmlns:imsss="http://www.imsglobal.org/xsd/imsss"
  ${SCHEMA_INSTANCE}
  xsi:schemaLocation="http://www.imsglobal.org/xsd/imscp_v1p1 imscp_v1p1.xsd http://www.adlnet.org/xsd/adlcp_v1p3 adlcp_v1p3.xsd http://www.adlnet.org/xsd/adlnav_v1p3 adlnav_v1p3.xsd http://www.imsglobal.org/xsd/imsss imsss_v1p0.xsd">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>2004 4th Edition</schemaversion>
  </metadata>
  <organizations default="organization">
    <organization identifier="organization">
      <title>${title}</title>
      <item identifier="item" identifierref="resource">
        <title>${title}</title>
        <adlcp:dataFromLMS>${escapeMarkup(scenario.id)}</adlcp:dataFromLMS>
        <imsss:sequencing>
          <imsss:objectives>
            ${objective}
          </imsss:objectives>
          <imsss:deliveryControls completionSetByContent="true" objectiveSetByContent="true" />
        </imsss:sequencing>
        <adlnav:presentation>
          <adlnav:navigationInterface>
            <adlnav:hideLMSUI>continue</adlnav:hideLMSUI>
            <adlnav:hideLMSUI>previous</adlnav:hideLMSUI>
          </adlnav:navigationInterface>
        </adlnav:presentation>
      </item>
      <imsss:sequencing>
        <imsss:controlMode choice="true" flow="true" />
      </imsss:sequencing>
    </organization>
  </organizations>
  <resources>
    <resource identifier="resource" type="webcontent" adlcp:scormType="sco" href="index.html">
${listFiles(files)}
    </resource>
  </resources>
</manifest>
`;
}

function listFiles(files: readonly string[]): string {
  return files.map((file) => `      <file href="${escapeMarkup(file)}" />`).join("\n");
}
