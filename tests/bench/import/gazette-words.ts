/** Words that the invented gazette is made of: what patent texts are full of, so that lengths and repetitions are lifelike. */
const NOUNS =
  "装置 方法 系统 基座 壳体 支架 电机 齿轮 轴承 滑轨 传感器 控制器 处理器 存储器 电路板 电极 导线 绝缘层 涂层 薄膜 基板 芯片 天线 信号 数据 图像 模型 网络 节点 模块 单元 接口 协议 服务器 终端 用户 请求 参数 阈值 温度 压力 流量 浓度 溶液 溶剂 催化剂 聚合物 树脂 纤维 颗粒 粉末 合金 钢板 焊缝 螺栓 弹簧 阀门 管道 泵体 过滤网 喷嘴 气缸 活塞 液压缸 夹具 刀具 工件 输送带 机械臂 电池 电容 电感 变压器 逆变器 光源 透镜 反射镜 光纤 激光器 探测器 样品 细胞 抗体 蛋白 核酸 引物 菌株 培养基 提取物 药物 组合物 载体 凝胶 胶黏剂 光学胶 玻璃 陶瓷 混凝土 砂浆 钢筋 墙体 隧道 桥梁 路面 车身 座椅 轮胎 制动器 发动机 燃料 废水 废气 污泥 吸附剂 种子 土壤 肥料 作物 饲料".split(
    " ",
  );
const VERBS =
  "包括 设置 连接 固定 安装 套设 穿过 抵接 驱动 带动 检测 采集 发送 接收 存储 计算 判断 调整 控制 加热 冷却 搅拌 混合 过滤 干燥 研磨 涂覆 沉积 蚀刻 切割 焊接 压合 注入 排出 循环 输送 夹持 旋转 移动 升降 识别 分割 训练 更新 加密 验证 匹配 分类 校准 补偿".split(
    " ",
  );
const LINKS =
  "所述 该 上述 第一 第二 第三 其中一个 至少一个 相邻的 内侧的 外侧的 上方的 下方的 远端的 对应的 预设的 当前的 目标".split(
    " ",
  );
const TAILS =
  "从而提高了效率 以便于后续处理 避免了相互干扰 保证了连接的稳定性 降低了能耗 使得结构更加紧凑 便于拆卸和更换 满足了实际使用的需要 提升了检测精度 延长了使用寿命".split(
    " ",
  );

export interface Random {
  /** An integer from 0 to below `bound`. */
  below(bound: number): number;
}

/** mulberry32: small, quick, and the same on every machine. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return {
    below(bound) {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
    },
  };
}

export function pick<T>(random: Random, from: readonly T[]): T {
  return from[random.below(from.length)] as T;
}

export function noun(random: Random): string {
  return pick(random, NOUNS);
}

/** Some thousand sentences are made once; documents are put together from them, so that writing is quicker than reading. */
export function sentencesOf(random: Random, count: number): readonly string[] {
  return Array.from({ length: count }, () => sentence(random));
}

function sentence(random: Random): string {
  const clauses = Array.from({ length: 2 + random.below(4) }, () => {
    const figure = random.below(4) === 0 ? `${1 + random.below(99)}` : "";
    return `${pick(random, LINKS)}${noun(random)}${figure}${pick(random, VERBS)}${pick(random, LINKS)}${noun(random)}`;
  });
  const measure = random.below(5) === 0 ? `，其长度为${1 + random.below(300)}mm～${300 + random.below(300)}mm` : "";
  return `${clauses.join("，")}${measure}，${pick(random, TAILS)}。`;
}
