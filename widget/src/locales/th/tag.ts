import type { Language } from "../language.ts";

/** Thai, polite, with *คุณ*: the words before a call, and where the others are. */
export const words: Language = {
  tag: {
    direction: "ltr",
    launcher: "ฝึกการโทร",
    close: "ปิด",
    loading: "กรุณารอสักครู่…",
    aimFor: "เป้าหมายของคุณ",
    start: "เริ่มฝึก",
    attempt: (number, of) => `ครั้งที่ ${number}${of && ` จาก ${of}`}`,
    best: (total) => `ดีที่สุด ${total}`,
    left: (time) => `เหลือ ${time}`,
    attemptsUsed: "คุณใช้สิทธิ์ฝึกครบทุกครั้งแล้ว",
    tryAgain: "ลองอีกครั้ง",
    rehearsal: "การซ้อม: ตัวแสดงแทนรับบทลูกค้าและให้คะแนนตามกฎง่าย ๆ",
    notSetUp: "แบบฝึกนี้ยังไม่ได้ตั้งค่าในหน้านี้",
    notSetUpHelp: "โปรดแจ้งผู้ดูแลหลักสูตรนี้",
    attributeMissing: (name) => `แท็กขาดแอตทริบิวต์ “${name}”`,
    switchedOff: "การฝึกปิดอยู่ที่นี่ในตอนนี้",
    limitUntil: (time) => `เวลาฝึกหมดแล้วจนถึง ${time}`,
    limitReached: "เวลาฝึกหมดแล้วในตอนนี้",
    limitReachedHelp: "โปรดกลับมาใหม่ภายหลัง",
    unreachable: "เราเชื่อมต่อกับแบบฝึกไม่ได้",
    unreachableHelp: "โปรดตรวจสอบการเชื่อมต่อ แล้วลองอีกครั้ง",
  },
  call: () => import("./call.ts"),
  duringCall: () => import("./during-call.ts"),
  report: () => import("./report.ts"),
};
